export async function POST(request: Request) {
  const note = "Kratom cures anxiety";
  return Response.json({ note, items: await request.json() });
}
