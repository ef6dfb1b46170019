import type { CardProps } from "@/components/Card";

export const benefits: CardProps[] = [
  {
    title: "What customers take it for",
    points: ["long walks", "arthritis", "making tea"],
  },
  {
    title: "What is in it",
    points: ["leaf of \u004ditragyna speciosa", "nothing else"],
  },
  {
    title: "Beats your prescription",
    description: "It calms the nerves " + "and lowers blood pressure.",
  },
];

export const routes = { home: "/", relief: "/pain-relief", icon: "leaf-cures-anxiety" };
