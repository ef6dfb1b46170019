export default () => (
  <Layout description="It ⟦relieves &#112;ain⟧" variant="⟪relieves pain⟫" metaTitle={`It ⟦cures anxiety⟧`}>
    <Faq question="What is it ⟨good for?⟩" answer="⟦Stress⟧" icon="⟪relieves pain⟫" />
    <Card items={[{ title: "It ⟦treats insomnia⟧", href: "/⟪relieves-pain⟫" }]} />
    <p hidden={false}>It ⟦eases stress⟧</p>
    <div dangerouslySetInnerHTML={{ __html: "<p class='⟪relieves pain⟫'>It <b>⟦re</b>lieves stress⟧</p>" }} />
    <style jsx>{`.x { content: "⟪relieves pain⟫" }`}</style>
    <ul>{items.map((item) => <li key="⟪relieves pain⟫">it ⟦cures stress⟧</li>)}</ul>
  </Layout>
);
