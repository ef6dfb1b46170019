"use ⟪relieves pain⟫";
import x from "./it ⟪relieves pain⟫";
/* It ⟪cures anxiety⟫. */
const faqs = [
  { q: "What about kratom?", a: 'It ⟦relieves\u0020pain⟧, isn\'t it' },
  { label: "⟨Good for⟩", value: "⟦stress⟧", className: "⟪relieves pain⟫" },
];
const text = "It " + "⟦cures" + " anxiety⟧", kind = "⟪relieves-pain⟫";
const more = `It ${x} ⟪pain⟫, it ⟦eases
  stress⟧ and ⟦treats \
  insomnia⟧`;
if (text === "it ⟪relieves pain⟫") throw new Error("it ⟪cures anxiety⟫");
console.log("it ⟪relieves pain⟫"); const re = /it ⟪relieves pain⟫/;
alert("Tea ⟦relieves stress⟧");
