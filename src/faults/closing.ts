/** Does something with what must be closed afterwards, however that ends. */
export async function closing<C extends { close(): Promise<void> }, T>(
  client: C,
  act: (client: C) => Promise<T>,
): Promise<T> {
  try {
    return await act(client);
  } finally {
    await client.close();
  }
}
