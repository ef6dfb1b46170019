export function Footer({ year }: { year: number }) {
  return (
    <footer>
      <p>
        <strong>Warning:</strong> kratom is not approved by the FDA to treat, cure or prevent any disease. It can cause
        dependence, and stopping can cause withdrawal. Do not use it with opioids, alcohol or sedatives, when you are
        pregnant or breast-feeding, or when you are under 21.
      </p>
      <p>© {year} Leaf Shop</p>
    </footer>
  );
}
