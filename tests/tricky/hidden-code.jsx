const a = cn("⟪relieves pain⟫", { "⟪cures anxiety⟫": x }), b = styled.p`content: "⟪relieves pain⟫"`;
switch (a) { case "it ⟪relieves pain⟫": break; default: f["it ⟪relieves pain⟫"]; }
document.querySelector("it ⟪relieves pain⟫");
export const Note = () => <>It <a href="#⟪relieves-pain⟫" id="⟪cures-anxiety⟫">⟦re</a>lieves{` pain⟧`}<br/>⟪pain⟫</>;
