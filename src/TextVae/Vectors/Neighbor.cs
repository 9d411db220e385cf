namespace TextVae.Vectors;

/// <summary>A vector that is close to another.</summary>
/// <param name="Index">Its row, counted from 0.</param>
/// <param name="Score">Its cosine, distance or inner product, in double precision.</param>
public readonly record struct Neighbor(long Index, double Score);
