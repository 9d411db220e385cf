namespace TextVae.Corpus.Synthetic.Grammar;

/// <summary>
/// The SplitMix64 generator (Steele, Lea and Flood, 2014). Own code, because the corpus of a seed must be the same on
/// every platform and in every version of .NET, which <see cref="Random"/> does not promise.
/// </summary>
internal sealed class SplitMix64(int seed)
{
    private ulong _state = unchecked((ulong)seed);

    /// <summary>The next number, uniform in [0, 1), of 53 random bits.</summary>
    public double NextDouble()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            ulong bits = _state;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
            bits ^= bits >> 31;
            return (bits >> 11) * (1.0 / (1UL << 53));
        }
    }
}
