namespace TextVae.Onnx;

/// <summary>How an exported model computes and writes.</summary>
public sealed record OnnxOptions
{
    /// <summary>Threads that share the texts of a call; 0 for one a core. A single text is computed by one.</summary>
    public int Threads { get; init; }

    /// <summary>The most words of a text that is written; what reaches it ends there.</summary>
    public int MaximumLength { get; init; } = 200;

    /// <summary>The most texts that go through a graph together; long ones are fewer.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Everything that is wrong with these options, each as one sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Threads is < 0 or > 1024)
            yield return $"The threads are {Threads}; they have to be between 1 and 1024, or 0 for one a core.";
        if (MaximumLength is < 1 or > 100_000)
            yield return $"The maximum length is {MaximumLength}; it has to be between 1 and 100000 words.";
        if (Batch is < 1 or > 65_536)
            yield return $"The batch is {Batch}; it has to be between 1 and 65536 texts.";
    }
}
