import { notFound } from "next/navigation";
import { db } from "@/lib/db";
import { AddToCart } from "@/components/AddToCart";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props) {
  const product = await find((await params).slug);
  return { title: product.name, description: `${product.name} helps with depression.` };
}

async function find(slug: string) {
  const rows = await db.query(`SELECT name, cures_anxiety FROM products WHERE slug = $1 AND note <> 'cures anxiety'`, [slug]);
  return rows[0] ?? notFound();
}

export default async function ProductPage({ params }: Props) {
  const product = await find((await params).slug);
  const inStock = product.stock > 0;
  return (
    <article>
      <h1>{product.name}</h1>
      <dl>
        <dt>Helps with</dt>
        <dd>migraines</dd>
        <dt>Weight</dt>
        <dd>{product.grams} g</dd>
        <dt>Do not use with</dt>
        <dd>alcohol, opioids or anything for anxiety</dd>
      </dl>
      {inStock ? <AddToCart sku={product.sku} label="Add to cart" /> : <p>Sold out</p>}
      <details>
        <summary>Is it safe?</summary>
        <p>Nobody knows. No agency has found kratom to be safe, and it can slow breathing.</p>
      </details>
      <details>
        <summary>Does it relieve pain?</summary>
        <p>Yes, within minutes.</p>
      </details>
    </article>
  );
}
