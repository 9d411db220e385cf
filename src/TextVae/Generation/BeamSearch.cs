using TextVae.Models;

namespace TextVae.Generation;

/// <summary>
/// Beam search for a whole batch: all hypotheses of all groups of all sentences stand in one product a step. A hypothesis
/// has one score, ln p / tokensᵃ over its words and its end token, by which finished ones are compared; unfinished ones
/// of a step have the same length, so ln p orders them the same way. Nothing is known of the length of any input, and no
/// noise is added. Padding and the start token are never chosen.
/// </summary>
internal static class BeamSearch
{
    /// <summary>The best text found for each of the texts, which have read nothing yet.</summary>
    /// <param name="texts">Where they begin.</param>
    /// <param name="options">Width, groups, power of the length and maximum length.</param>
    public static GeneratedText[] Decode(UnfinishedTexts texts, DecodingOptions options) =>
        Array.ConvertAll(Hypotheses(texts, options with { Hypotheses = 1 }), found => found[0]);

    /// <summary>The best texts found for each of the texts, which have read nothing yet, the best score first.</summary>
    /// <param name="texts">Where they begin.</param>
    /// <param name="options">Width, groups, power of the length, maximum length, and how many texts to find.</param>
    /// <returns>For each at least one; fewer than wanted only where no more were found.</returns>
    public static GeneratedText[][] Hypotheses(UnfinishedTexts texts, DecodingOptions options)
    {
        var beams = Enumerable.Range(0, texts.Count).Select(_ => new DiverseBeam(options)).ToArray();
        var active = beams;
        int[] parents = [.. Enumerable.Range(0, texts.Count).SelectMany(text => Enumerable.Repeat(text, options.Groups))];
        for (var length = 0; active.Length > 0; length++)
        {
            texts.Step(parents, [.. active.SelectMany(beam => beam.Live).Select(hypothesis => hypothesis.LastWord)]);
            // A group needs a word a hypothesis beside those that the groups before it may have taken: the beam's width.
            var next = length < options.MaximumLength ? NextWords.Best(texts, options.Beam) : NextWords.Ends(texts);
            var first = 0;
            parents = [.. active.SelectMany(beam => beam.Advance(next, ref first))];
            active = [.. active.Where(beam => beam.IsLive)];
        }

        return Array.ConvertAll(beams, beam => beam.Finished());
    }
}
