using TextVae.Generation;

namespace TextVae.Runs;

/// <summary>What the texts are like at one place of many ways between two sentences.</summary>
/// <param name="Path">How the ways go.</param>
/// <param name="Share">How far along, 0 to 1.</param>
/// <param name="Texts">How many ways, each with a text at this place.</param>
/// <param name="NllGivenVector">−ln p(x|z) of the texts at the vectors they were decoded from, over their tokens: nats a token.</param>
/// <param name="NllPerToken">The bound on −ln p(x) of the texts by themselves, over their tokens: nats a token.</param>
/// <param name="ForwardPerplexity">Their perplexity under a Kneser–Ney 5-gram model of the training split.</param>
/// <param name="NewShare">The share of them that differ from the text before on their way; of the first ones all do.</param>
public sealed record PathFigure(
    PathKind Path, double Share, int Texts, double NllGivenVector, double NllPerToken, double ForwardPerplexity, double NewShare);

/// <summary>What lies between sentences.</summary>
/// <param name="Paths">Straight ways from end to end, then those on the arc.</param>
/// <param name="PathsPerplexityReal">The perplexity of the sentences at the ends under the 5-gram model.</param>
/// <param name="PathsNllReal">The bound on −ln p(x) of the sentences at the ends, nats a token.</param>
public sealed record PathReport(IReadOnlyList<PathFigure> Paths, double PathsPerplexityReal, double PathsNllReal);
