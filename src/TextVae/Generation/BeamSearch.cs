using TextVae.Models;

namespace TextVae.Generation;

/// <summary>
/// Beam search for a whole batch: all hypotheses of all groups of all sentences stand in one product a step. A hypothesis
/// has one score, ln p / tokensᵃ over its words and its end token, by which finished ones are compared; unfinished ones
/// of a step have the same length, so ln p orders them the same way. Nothing is known of the length of any input, and no
/// noise is added. <see cref="WordRules"/> says what may follow; with required words a beam is divided into <see cref="Banks"/>.
/// </summary>
internal static class BeamSearch
{
    /// <summary>The best text found for each of the texts, which have read nothing yet.</summary>
    /// <param name="texts">Where they begin.</param>
    /// <param name="options">Width, groups, power of the length and maximum length.</param>
    /// <param name="cancellation">Stops between words.</param>
    public static GeneratedText[] Decode(UnfinishedTexts texts, DecodingOptions options, CancellationToken cancellation = default) =>
        Array.ConvertAll(Hypotheses(texts, options with { Hypotheses = 1 }, cancellation), found => found[0]);

    /// <summary>The best texts found for each of the texts, which have read nothing yet, the best score first.</summary>
    /// <param name="texts">Where they begin.</param>
    /// <param name="options">Width, groups, power of the length, maximum length, and how many texts to find.</param>
    /// <param name="cancellation">Stops between words.</param>
    /// <returns>For each at least one; fewer than wanted only where no more were found.</returns>
    public static GeneratedText[][] Hypotheses(
        UnfinishedTexts texts, DecodingOptions options, CancellationToken cancellation = default)
    {
        var rules = new WordRules(options);
        var beams = Enumerable.Range(0, texts.Count).Select(_ => new DiverseBeam(options, rules.Required)).ToArray();
        var active = beams;
        int[] parents = [.. Enumerable.Range(0, texts.Count).SelectMany(text => Enumerable.Repeat(text, options.Groups))];
        for (var length = 0; active.Length > 0; length++)
        {
            cancellation.ThrowIfCancellationRequested();
            Hypothesis[] live = [.. active.SelectMany(beam => beam.Live)];
            texts.Step(parents, Array.ConvertAll(live, hypothesis => hypothesis.LastWord));
            var next = length < options.MaximumLength ? Next(texts, options.Beam, rules, live) : NextWords.Ends(texts);
            var first = 0;
            parents = [.. active.SelectMany(beam => beam.Advance(next, ref first))];
            active = [.. active.Where(beam => beam.IsLive)];
        }

        return Array.ConvertAll(beams, beam => beam.Finished());
    }

    /// <summary>A group needs a word a hypothesis beside those that the groups before it may have taken: the beam's width.</summary>
    private static NextWords Next(UnfinishedTexts texts, int beam, WordRules rules, Hypothesis[] live) => rules.Required.Count > 0
        ? NextWords.WithRequired(texts, beam, rules, live)
        : NextWords.Best(texts, beam, Array.ConvertAll(live, rules.After));
}
