export const metadata = { title: "Kratom ⟦treats pain⟧", slug: "⟪relieves-pain⟫", id: "⟪cures anxiety⟫" };

export default function Page({ claim }: { claim: "⟪relieves pain⟫" }) {
  // It ⟪relieves pain⟫.
  return (
    <main className="⟪relieves pain⟫" data-say="⟪cures anxiety⟫">
      {/* It ⟪cures anxiety⟫. */}
      <h1>
        Kratom ⟦relieves{" "}
        <b>pain⟧</b> &amp;{' '}
        <em>⟦cu</em>res&nbsp;anxiety⟧
      </h1>
      <p>It {verb} ⟪pain⟫ and ⟦eases {/* all */}
        stress⟧.</p>
      <p>It relieves</p>⟪pain⟫
      <img src="/⟪relieves-pain⟫.png" alt={"It ⟦cures \u0069nsomnia⟧"} onClick={() => track("⟪relieves pain⟫")} />
      <code>It ⟪relieves pain⟫</code>
      {claim === "⟪relieves pain⟫" ? "It ⟦eases stress⟧" : <i>It ⟦treats <u>insom</u>nia⟧</i>}{" "}
      <Link href="/⟪cures-anxiety⟫">It ⟦cures</Link> anxiety⟧
    </main>
  );
}
