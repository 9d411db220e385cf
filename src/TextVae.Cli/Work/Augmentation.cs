using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using TextVae.Cli.Inputs;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Runs;

namespace TextVae.Cli.Work;

/// <summary>A text that was made of another.</summary>
/// <param name="Text">The new text.</param>
/// <param name="Label">The label of the other, which it keeps.</param>
/// <param name="Source">The other text.</param>
/// <param name="LogProbability">ln p(x|z) of it where it was drawn, nats.</param>
internal sealed record AugmentedText(
    string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label, string Source, double LogProbability);

/// <summary>Chooses, among texts drawn around others, those that are new and have still the label, and counts why others were not.</summary>
internal sealed class Augmentation
{
    // Hashes of 128 bits rather than words, so that a training split of millions of texts takes some 40 bytes of each.
    private readonly HashSet<UInt128> _known;
    private readonly LabelJudge? _judge;
    private readonly IReadOnlyList<string> _labels;
    private readonly Func<string, int[]> _wordsOf;
    private readonly int _most;
    private readonly bool _judges;
    private bool _hasJudged;
    private int _drawn;
    private int _notNew;
    private int _otherLabel;
    private int _kept;

    /// <param name="dataset">The dataset whose training texts are no news.</param>
    /// <param name="wordsOf">The word ids of a text.</param>
    /// <param name="most">The most new texts of each.</param>
    /// <param name="judges">Whether a classifier of the training split has to find the label in a new text.</param>
    public Augmentation(Dataset dataset, Func<string, int[]> wordsOf, int most, bool judges)
    {
        (_wordsOf, _most, _judges, _labels) = (wordsOf, most, judges, dataset.Labels);
        _known = new HashSet<UInt128>(dataset.Train.Count);
        for (var i = 0; i < dataset.Train.Count; i++)
            _known.Add(Key(dataset.Train.Read(i)));
        _judge = judges ? LabelJudge.Train(dataset) : null;
    }

    /// <summary>What became of the texts that were drawn.</summary>
    public string Summary
    {
        get
        {
            var judged = _hasJudged ? $", {_otherLabel} seemed to have another label" : "; labels were not looked at";
            return string.Create(
                CultureInfo.InvariantCulture, $"kept {_kept} of {_drawn} texts drawn; {_notNew} were no news{(_judges ? judged : "")}");
        }
    }

    /// <summary>The new texts of a text, in the order they were drawn; none comes twice, of whatever text.</summary>
    /// <exception cref="RecipeException">It has a label that the classifier has never met.</exception>
    public IEnumerable<AugmentedText> Of(LabelledText source, DecodedText[] drawn)
    {
        var label = source.Label ?? source.Item.Label;
        _known.Add(Key(_wordsOf(source.Item.Text)));
        var words = Array.ConvertAll(drawn, text => _wordsOf(text.Text));
        var agree = new bool?[drawn.Length];
        if (_judge is not null && label is not null)
        {
            if (!_labels.Contains(label))
            {
                throw new RecipeException(
                    $"'{label}' is no label of the run's dataset, so no text can be told to have it. The dataset has {LabelNames.Listed(_labels)}; "
                    + "--any-label keeps texts whatever their label.");
            }

            agree = _judge.Agree(words, label);
            _hasJudged |= Array.Exists(agree, found => found is not null);
        }

        var kept = 0;
        foreach (var (place, text) in drawn.Index())
        {
            if (kept == _most)
                yield break;
            _drawn++;
            if (agree[place] == false)
            {
                _otherLabel++;
            }
            else if (words[place].Length == 0 || !_known.Add(Key(words[place])))
            {
                _notNew++;
            }
            else
            {
                (_kept, kept) = (_kept + 1, kept + 1);
                yield return new AugmentedText(text.Text, label, source.Item.Text, text.LogProbability);
            }
        }
    }

    private static UInt128 Key(int[] words)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(words.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
