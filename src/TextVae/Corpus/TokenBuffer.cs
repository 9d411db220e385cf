namespace TextVae.Corpus;

/// <summary>
/// The tokens of one text, side by side in one reused piece of memory: tokenising allocates no string a word.
/// The spans it hands out hold until it is filled again. Not for use by several threads at once.
/// </summary>
internal sealed class TokenBuffer
{
    private char[] _characters = new char[1024];
    private int[] _ends = new int[256];
    private int _used;

    /// <summary>Number of tokens.</summary>
    public int Count { get; private set; }

    /// <summary>The characters of a token, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var start = index == 0 ? 0 : _ends[index - 1];
            return _characters.AsSpan(start, _ends[index] - start);
        }
    }

    /// <summary>Forgets all tokens and keeps the memory.</summary>
    public void Clear()
    {
        Count = 0;
        _used = 0;
    }

    internal bool HasOpenToken => _used > (Count == 0 ? 0 : _ends[Count - 1]);

    internal void Append(char character)
    {
        if (_used == _characters.Length)
            Array.Resize(ref _characters, 2 * _used);
        _characters[_used++] = character;
    }

    internal void Append(ReadOnlySpan<char> characters, bool lowerAscii = false)
    {
        if (_used + characters.Length > _characters.Length)
            Array.Resize(ref _characters, Math.Max(2 * _characters.Length, _used + characters.Length));
        var target = _characters.AsSpan(_used, characters.Length);
        if (lowerAscii)
        {
            // Words are short: a plain loop is faster than a call to a vectorised one.
            for (var i = 0; i < target.Length; i++)
                target[i] = char.IsAsciiLetterUpper(characters[i]) ? (char)(characters[i] | 0x20) : characters[i];
        }
        else
        {
            characters.CopyTo(target);
        }
        _used += characters.Length;
    }

    /// <summary>Ends the token that is being appended to; without one, does nothing.</summary>
    internal void EndToken()
    {
        if (!HasOpenToken)
            return;
        if (Count == _ends.Length)
            Array.Resize(ref _ends, 2 * Count);
        _ends[Count++] = _used;
    }
}
