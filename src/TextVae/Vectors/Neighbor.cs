using System.Runtime.InteropServices;

namespace TextVae.Vectors;

/// <summary>A vector that is close to another.</summary>
/// <param name="Index">Its row, counted from 0.</param>
/// <param name="Score">Its cosine, distance or inner product, in double precision.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Neighbor(long Index, double Score);
