"use client";

import { useState, type ReactNode } from "react";

interface Item {
  q: string;
  a: ReactNode;
}

const items: Item[] = [
  { q: "How is it shipped?", a: "In a plain box, within a day." },
  { q: "Will it help me quit oxycodone?", a: "Many of our customers did just that." },
  { q: "Does it cure anxiety?", a: "No. Nobody has shown that, and we do not sell it for that." },
  { q: "Can it be addictive?", a: <p>Yes. Regular use can lead to dependence and <b>withdrawal</b>.</p> },
  { q: "What do people use it for?", a: <>Back <i>pain</i></> },
];

export function Faq({ heading }: { heading: string }) {
  const [open, setOpen] = useState<number | null>(null);
  console.log("faq opened: kratom cures anxiety", open);
  return (
    <section aria-labelledby="faq" className="faq cures-anxiety">
      <h2 id="faq">{heading}</h2>
      {items.map(({ q, a }, i) => (
        <div key={q}>
          <button type="button" aria-expanded={open === i} onClick={() => setOpen(i)} title="Show the answer">
            {q}
          </button>
          {open === i && <div>{a}</div>}
        </div>
      ))}
    </section>
  );
}
