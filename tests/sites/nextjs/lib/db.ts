export const db = { query: async (text: string, values: unknown[]) => [] as any[] };
export const NOTE = "Kratom cures anxiety";
