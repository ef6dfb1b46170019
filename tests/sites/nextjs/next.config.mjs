const banner = "Kratom cures anxiety";
export default { reactStrictMode: true, env: { BANNER: banner } };
