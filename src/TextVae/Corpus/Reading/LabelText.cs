namespace TextVae.Corpus.Reading;

/// <summary>Labels as they are kept: one spelling for one value, on one line.</summary>
internal static class LabelText
{
    private static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>The label, trimmed, without <c>.0</c> after a whole number; null where nothing is left.</summary>
    public static string? Normalise(ReadOnlySpan<char> label)
    {
        label = label.Trim();
        var point = label.IndexOf('.');
        if (point > 0 && point < label.Length - 1 && !label[(point + 1)..].ContainsAnyExcept('0')
            && !label[(label[0] == '-' ? 1 : 0)..point].ContainsAnyExceptInRange('0', '9'))
            label = label[..point];
        if (label.Length == 1 && char.IsAsciiDigit(label[0]))
            return Digits[label[0] - '0'];
        if (label.IsEmpty)
            return null;
        return label.IndexOfAny('\n', '\r') < 0
            ? label.ToString()
            : string.Join(' ', label.ToString().Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
    }
}
