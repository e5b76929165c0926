/** The limit: workerd itself, with constant answers. */
const burger = JSON.stringify({ id: 7, name: "Classic", price: 850, limit: 25 });

export default {
  async fetch(request) {
    const headers = { "content-type": "application/json" };
    return new Response(request.method === "POST" ? await request.text() : burger, { headers });
  },
} satisfies ExportedHandler;
