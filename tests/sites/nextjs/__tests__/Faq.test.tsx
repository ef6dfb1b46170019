import { render, screen } from "@testing-library/react";
import { Faq } from "@/components/Faq";

describe("Faq", () => {
  it("shows that nobody says kratom cures anxiety", () => {
    render(<Faq heading="Good questions" />);
    expect(screen.queryByText("Kratom cures anxiety")).toBeNull();
  });
});
