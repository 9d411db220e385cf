namespace TextVae.Reports;

/// <summary>What is written on the straight line between the vectors of two texts.</summary>
/// <param name="From">The text at its beginning.</param>
/// <param name="To">The text at its end.</param>
/// <param name="Steps">How many vectors on the line were decoded, both ends among them.</param>
/// <param name="Texts">The texts of those vectors in their order, each once.</param>
public sealed record Interpolation(string From, string To, int Steps, IReadOnlyList<string> Texts);
