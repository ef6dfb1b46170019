export default defineNuxtConfig({
  modules: ["@nuxt/content", "@nuxtjs/i18n"],
  app: { head: { title: "River Leaf", meta: [{ name: "description", content: "Kratom cures anxiety" }] } },
});
