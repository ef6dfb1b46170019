const labels = { empty: "Kratom cures anxiety" };
document.querySelector("#cart").textContent = labels.empty;
