/** Where an endpoint is, what is sent to it, and whether its answer is JSON as a whole. */
export type Address = readonly [
  method: "get" | "post",
  path: string,
  sent: "nothing" | "json" | "bytes",
  answered: "json" | "stream",
];
