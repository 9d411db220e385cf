namespace TextVae.Networks.Kernels;

/// <summary>
/// Some float32 numbers side by side, as many as a processor computes with at once. A kernel is written once over
/// lanes and compiled once for each width; <see cref="ScalarLanes"/> do what is left at the end of a row.
/// </summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>How many numbers.</summary>
    static abstract int Count { get; }

    /// <summary>One number in every lane.</summary>
    static abstract TSelf Of(float value);

    static abstract TSelf Load(float* from);

    static abstract TSelf Load(BFloat16* from);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>a · b + c, rounded once where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Max(TSelf a, TSelf b);

    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>Whether any lane of <paramref name="a"/> is at least what <paramref name="b"/> has there.</summary>
    static abstract bool AnyAtLeast(TSelf a, TSelf b);

    /// <summary>The nearest whole number.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>a · 2ⁿ with a whole number n from −126 to 127.</summary>
    static abstract TSelf Scale(TSelf a, TSelf n);

    /// <summary>Stores a₀ b₀ a₁ b₁ ..., the order in which the block product wants two rows.</summary>
    static abstract void StoreInterleaved(BFloat16* to, TSelf a, TSelf b);

    void Store(float* to);

    void Store(BFloat16* to);

    float Sum();

    float Largest();
}
