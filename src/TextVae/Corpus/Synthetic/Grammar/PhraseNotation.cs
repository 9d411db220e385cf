using System.Globalization;
using System.Text.RegularExpressions;

namespace TextVae.Corpus.Synthetic.Grammar;

/// <summary>
/// Reads phrases written as text: <c>the {soup|pasta*2} was {|$very} cold.</c> Braces hold alternatives apart by bars,
/// an alternative may be empty, <c>*2</c> at its end makes it twice as likely, and <c>$name</c> stands for a variable,
/// whose value is notation too.
/// </summary>
internal sealed partial class PhraseNotation
{
    private readonly string _text;
    private int _position;

    private PhraseNotation(string text) => _text = text;

    /// <summary>The choice between <paramref name="alternatives"/>, each in notation.</summary>
    /// <exception cref="FormatException">A brace has no match, a weight no number, or a variable no value.</exception>
    public static Phrase Read(IEnumerable<string> alternatives, IReadOnlyDictionary<string, string> variables)
    {
        var text = VariableName().Replace(string.Join('|', alternatives), match =>
            variables.TryGetValue(match.Value[1..], out var value)
                ? value
                : throw new FormatException($"The phrase notation has no variable {match.Value}."));
        var reader = new PhraseNotation(text);
        var phrase = reader.ReadAlternatives();
        if (reader._position < text.Length) throw reader.Broken("a closing brace without an opening one");
        return phrase;
    }

    private Phrase ReadAlternatives()
    {
        List<Alternative> alternatives = [ReadAlternative()];
        while (TrySkip('|')) alternatives.Add(ReadAlternative());
        return alternatives is [{ } only] ? only.Phrase : new Choice(Choice.Wording, alternatives);
    }

    private Alternative ReadAlternative()
    {
        var parts = new List<Phrase>();
        double weight = 1;
        while (_position < _text.Length && _text[_position] is not ('|' or '}'))
        {
            if (TrySkip('{'))
            {
                parts.Add(ReadAlternatives());
                if (!TrySkip('}')) throw Broken("an opening brace without a closing one");
            }
            else if (TrySkip('*'))
            {
                weight = ReadWeight();
            }
            else
            {
                var tokens = ReviewText.Tokenize(ReadPlain());
                if (tokens.Count > 0) parts.Add(new Words(tokens));
            }
        }

        return new Alternative(weight, parts switch { [] => Words.None, [var only] => only, _ => new Sequence(parts) });
    }

    private string ReadPlain()
    {
        var length = _text.AsSpan(_position).IndexOfAny("{}|*");
        var end = length < 0 ? _text.Length : _position + length;
        var plain = _text[_position..end];
        _position = end;
        return plain;
    }

    private double ReadWeight() =>
        double.TryParse(ReadPlain(), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) && weight > 0
            ? weight
            : throw Broken("a weight that is not a positive number");

    private bool TrySkip(char expected)
    {
        if (_position >= _text.Length || _text[_position] != expected) return false;
        _position++;
        return true;
    }

    private FormatException Broken(string what) =>
        new($"The phrase notation has {what}, before character {_position + 1} of \"{_text}\".");

    [GeneratedRegex(@"\$\w+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariableName();
}
