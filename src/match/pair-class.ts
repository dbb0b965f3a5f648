/** One kind of pair of claims: of one incident, or of two in some way alike. */
export interface PairClass {
  readonly name: string;
  /** Of all candidate pairs. */
  readonly share: number;
  /** By field and level: natural logarithm of how often pairs of the class come out so; 0 where one of the two does not say. */
  readonly logs: readonly (readonly number[])[];
}
