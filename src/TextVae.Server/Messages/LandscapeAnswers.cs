using System.Text.Json.Serialization;

namespace TextVae.Server.Messages;

/// <summary>How far the texts of the map are: "preparing", "measuring" (their surprise), "ready", or "absent".</summary>
internal sealed record MapAnswer(
    string State, double Share,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MapTextsAnswer? Texts);

/// <summary>What the texts of the map are. The shares are of the whole variance of the vectors, for each of the map's two axes.</summary>
internal sealed record MapTextsAnswer(string Source, int Count, int Whole, IReadOnlyList<string> Labels, IReadOnlyList<double> Shares, bool HasSurprise);

/// <summary>Where each text lies, the number of its label (-1 for none), its words, and the bound on −ln p(x) over its tokens.</summary>
internal sealed record PointsAnswer(
    float[] X, float[] Y,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int[]? Label,
    int[] Words,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float[]? Surprise);

/// <summary>A text of the map.</summary>
internal sealed record MapText(
    int Index, string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label,
    int Words,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Surprise);

/// <summary>A text, where it lies on the map, and the texts that are closest to it.</summary>
internal sealed record NeighborsOfText(string Text, IReadOnlyList<double> Place, IReadOnlyList<NeighborText> Neighbors);

/// <summary>A text of the map that is close to another, and its cosine, distance or inner product.</summary>
internal sealed record NeighborText(
    int Index, double Score, string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label);

/// <summary>A text of one label, and as the model writes it under another.</summary>
internal sealed record TransferredText(
    string Text, string Transferred, double LogProbability,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FoundText>? Hypotheses);

/// <summary>The strongest directions of the texts' vectors, and the mean that they start from.</summary>
internal sealed record DirectionsAnswer(
    string State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float[]? Mean,
    IReadOnlyList<DirectionAnswer> Directions);

/// <summary>A unit vector, the deviation of the vectors along it, its share of their variance, and between where and where nearly all lie.</summary>
internal sealed record DirectionAnswer(float[] Vector, double Deviation, double Share, double Low, double High);

/// <summary>The course of a training, and what the doctor found; findings are null where he has not looked, or not yet.</summary>
internal sealed record TrainingAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note,
    CurvesAnswer Steps, CurvesAnswer Evaluations, long BestStep, bool IsExamining, IReadOnlyList<FindingAnswer>? Findings);

/// <summary>Figures over steps, null where one is missing.</summary>
internal sealed record CurvesAnswer(IReadOnlyList<long> Step, IReadOnlyDictionary<string, double?[]> Figures);

/// <summary>What the doctor found, and what to change as <c>train --set</c> takes it.</summary>
internal sealed record FindingAnswer(string Name, string Severity, string Explanation, IReadOnlyList<string> Changes);
