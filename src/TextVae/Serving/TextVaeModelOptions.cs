namespace TextVae;

/// <summary>How a model is served.</summary>
public sealed record TextVaeModelOptions
{
    /// <summary>
    /// The most pieces of work that wait for the model's thread; a caller that comes when there are as many waits until there is
    /// room, so that memory stays bounded.
    /// </summary>
    public int Queue { get; init; } = 64;

    /// <summary>Everything that is wrong with these options, each as one sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Queue is < 1 or > 1_000_000)
            yield return $"The queue is {Queue}; it has to be between 1 and 1000000.";
    }
}
