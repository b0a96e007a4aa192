// What a weight type says about its repacking: sizes and the move of one unit (a block of the file) of one row. Types only.

/** The two streams of some tiles, as 16-bit words. */
export interface TileStreams {
  quants: Uint16Array<ArrayBuffer>;
  scales: Uint16Array<ArrayBuffer>;
}

export interface UnitLayout {
  /** Columns of a unit: 32, or as many as a larger block of the file has. */
  columns: number;
  /** Whether rows must be whole units. */
  exact: boolean;
  /** Bytes of a unit in the file. */
  fileBytes: number;
  /** Bytes of a unit in `quants`, for one row. */
  quantBytes: number;
  /** Bytes of a unit in `scales`, for all 8 rows of a tile together. */
  scaleBytes: number;
  /** What stands before the scales of every buffer, for types with a codebook: whole 16-byte words. */
  codebook?(): Uint16Array<ArrayBuffer>;
  /**
   * Moves one unit.
   * @param from index of its first 16-bit word in `source`, where a unit of an odd number of bytes has a byte of 0 before it
   * @param unit index of the unit counted over the tiles: tile · units per row + unit in the row
   * @param row 0…7, in the tile
   * @param columns how many of the unit's columns exist (fewer than all only in the last unit of a float row)
   */
  repack(source: Uint16Array, from: number, to: TileStreams, unit: number, row: number, columns: number): void;
}
