export const A = ({ a, b }: P) => (
  <p title={a ? "It ⟦cures pain⟧" : "⟪anxiety⟫"}>
    It {a ? <b>⟦cures</b> : "⟦treats"} stress⟧⟧ and {b && "does not "}⟦ease pain⟧, it {a ? "⟦cures" : null} {b ?? "anxiety⟧"}
  </p>
);
