using TextVae.Corpus;
using TextVae.Models;

namespace TextVae.Generation;

/// <summary>
/// Greedy decoding and sampling: one word at a time for a whole batch. Each text is drawn from a stream of its own, so that it
/// does not depend on what is decoded beside it. Texts that have ended cost nothing any more.
/// </summary>
internal sealed class StepwiseDecoder
{
    private readonly UnfinishedTexts _unfinished;
    private readonly DecodingOptions _options;
    private readonly RandomStream[] _streams;
    private readonly WordRules _rules;
    private readonly Hypothesis[] _texts;
    private readonly double[] _logProbabilities;
    private int[] _active;
    private int[] _parents;
    private int _length;

    private StepwiseDecoder(UnfinishedTexts unfinished, DecodingOptions options, RandomStream[] streams)
    {
        (_unfinished, _options, _streams, _rules) = (unfinished, options, streams, new WordRules(options));
        _texts = [.. Enumerable.Repeat(Hypothesis.Empty, streams.Length)];
        _logProbabilities = new double[streams.Length];
        _active = [.. Enumerable.Range(0, streams.Length)];
        var ofEach = streams.Length / unfinished.Count;
        _parents = Array.ConvertAll(_active, text => text / ofEach);
    }

    /// <summary>Decodes texts that have read nothing yet.</summary>
    /// <param name="unfinished">Where they begin.</param>
    /// <param name="options">Greedy or drawn, and the settings of it.</param>
    /// <param name="first">The number of the first text, which chooses its stream of draws.</param>
    /// <param name="cancellation">Stops between words.</param>
    public static GeneratedText[] Decode(
        UnfinishedTexts unfinished, DecodingOptions options, int first, CancellationToken cancellation = default) =>
        Decode(unfinished, options, [.. Enumerable.Range(first, unfinished.Count).Select(text => Stream(options, text))], cancellation);

    /// <summary>Decodes texts that have read nothing yet, one or several for each.</summary>
    /// <param name="unfinished">Where they begin.</param>
    /// <param name="options">Greedy or drawn, and the settings of it.</param>
    /// <param name="streams">What each is drawn from, as many for each, those of the first first.</param>
    /// <param name="cancellation">Stops between words.</param>
    /// <returns>A text for each stream.</returns>
    public static GeneratedText[] Decode(
        UnfinishedTexts unfinished, DecodingOptions options, RandomStream[] streams, CancellationToken cancellation)
    {
        var decoder = new StepwiseDecoder(unfinished, options, streams);
        while (decoder._active.Length > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            decoder.Step();
        }

        return [.. decoder._texts.Zip(decoder._logProbabilities, (text, logProbability) => new GeneratedText(text.Words(), logProbability))];
    }

    /// <summary>The words of a single text, each as soon as it is chosen, and the end.</summary>
    /// <param name="unfinished">Where it begins.</param>
    /// <param name="options">Greedy or drawn, and the settings of it.</param>
    /// <param name="text">Its number, which chooses its stream of draws.</param>
    /// <param name="cancellation">Stops between words.</param>
    public static IEnumerable<GeneratedWord> Words(
        UnfinishedTexts unfinished, DecodingOptions options, int text, CancellationToken cancellation)
    {
        var decoder = new StepwiseDecoder(unfinished, options, [Stream(options, text)]);
        while (decoder._active.Length > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var chosen = decoder.Step()[0];
            yield return new GeneratedWord(chosen.Word, chosen.LogProbability);
        }
    }

    private static RandomStream Stream(DecodingOptions options, int text) => new(options.Seed, text);

    private NextWord[] Step()
    {
        _unfinished.Step(_parents, Array.ConvertAll(_active, text => _texts[text].LastWord));
        var next = _length++ == _options.MaximumLength
            ? Best(NextWords.Ends(_unfinished))
            : Choose(Array.ConvertAll(_active, text => _rules.After(_texts[text])));
        foreach (var (text, chosen) in _active.Zip(next))
        {
            _logProbabilities[text] += chosen.LogProbability;
            if (chosen.Word != Vocabulary.End)
                _texts[text] = new Hypothesis(_texts[text], chosen.Word, _length, _logProbabilities[text]);
        }

        _parents = [.. Enumerable.Range(0, next.Length).Where(row => next[row].Word != Vocabulary.End)];
        _active = Array.ConvertAll(_parents, row => _active[row]);
        return next;
    }

    private NextWord[] Choose(BlockedWords[] blocked) => _options.Strategy == DecodingStrategy.Greedy
        ? Best(NextWords.Best(_unfinished, count: 1, blocked))
        : WordSampling.Draw(_unfinished, blocked, _options, row => _streams[_active[row]]);

    private NextWord[] Best(NextWords words) => [.. Enumerable.Range(0, _active.Length).Select(row => words[row][0])];
}
