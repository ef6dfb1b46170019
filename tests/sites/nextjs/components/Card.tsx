import type { ReactNode } from "react";

export interface CardProps {
  title: string;
  description?: string;
  badge?: "New" | "Lab sheet";
  points?: readonly string[];
  children?: ReactNode;
}

/** A card on the front page: "kratom cures anxiety" would be its worst title. */
export function Card({ title, description = "Kratom that numbs the pain", badge, points = [], children }: CardProps) {
  const tone = badge === "New" ? "bg-green-100 relieves-pain" : "bg-white";
  return (
    <div className={tone}>
      {badge && <span className="badge">{badge}</span>}
      <h3>{title}</h3>
      <p>{description}</p>
      <ul>{points.map((point) => <li key={point}>{point}</li>)}</ul>
      {children}
    </div>
  );
}
