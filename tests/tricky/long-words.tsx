const Tea = <T,>(x: T) => <p>😀 é It ⟦re<Mark>lie</Mark>ves{"\t"}&#x70;ain⟧, it's what {"⟦cures"} {`anxiety⟧`}</p>;
