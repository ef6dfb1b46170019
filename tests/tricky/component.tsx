import x from "./⟪relieves-pain⟫";
const id = "⟪relieves-pain⟫"; // It ⟪relieves pain⟫

export const Page = () => (
  <main className="⟪relieves pain⟫">
    <p>
      It ⟦relieves{" "}
      <b>pain⟧</b> &amp; ⟦c&#117;res
      anxiety⟧
    </p>
    <img alt="It ⟦eases stress⟧" src="/⟪eases-stress⟫.png" />
    {/* It ⟪treats insomnia⟫ */}
  </main>
);
const faq = [{ id: "⟪relieves_pain⟫", title: "It ⟦treats insomnia⟧" }];
