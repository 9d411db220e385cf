namespace TextVae.Corpus;

/// <summary>One text as it was found.</summary>
/// <param name="Text">The text, as it stands in the file.</param>
/// <param name="Label">Its label, or null; <c>3.0</c> is <c>3</c>.</param>
/// <param name="Id">What the file calls it, or null.</param>
/// <param name="Line">The line it starts at, counted from 1.</param>
public sealed record TextRecord(string Text, string? Label, string? Id, long Line);
