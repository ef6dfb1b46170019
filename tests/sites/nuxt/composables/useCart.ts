export const useCart = () => useState("cart", () => ({ note: "Kratom cures anxiety" }));
