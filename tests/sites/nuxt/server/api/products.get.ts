export default defineEventHandler(() => ({ note: "Kratom cures anxiety" }));
