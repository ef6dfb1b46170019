import type { Metadata } from "next";
import type { ReactNode } from "react";
import { NextIntlClientProvider } from "next-intl";
import "../styles/globals.css";
import { Footer } from "@/components/Footer";

export const metadata: Metadata = {
  metadataBase: new URL("https://leaf.example"),
  title: { default: "Leaf Shop", template: "%s | Leaf Shop" },
  description: "Small-lot kratom for natural anxiety relief, with the lab sheet of every lot.",
  keywords: ["kratom", "leaf powder", "opioid withdrawal"],
  openGraph: { type: "website", images: ["/img/kratom-cures-anxiety.png"] },
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body className="font-sans antialiased text-stone-900">
        <NextIntlClientProvider>
          <main id="main">{children}</main>
          <Footer year={2026} />
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
