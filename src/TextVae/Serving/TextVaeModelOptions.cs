namespace TextVae;

/// <summary>How a model is served.</summary>
public sealed record TextVaeModelOptions
{
    /// <summary>
    /// The most pieces of work that wait for the model's thread; a caller that comes when there are as many waits until there is
    /// room, so that memory stays bounded.
    /// </summary>
    public int Queue { get; init; } = 64;

    /// <summary>
    /// Whether a caller that comes when the queue is full gets a <see cref="ModelBusyException"/> instead of waiting, as a server
    /// wants it that tells its clients to come again. A list of more than 192 is several pieces of work, of
    /// which three wait at once at most, and none is refused once the first was taken.
    /// </summary>
    public bool RefusesWhenFull { get; init; }

    /// <summary>Everything that is wrong with these options, each as one sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Queue is < 1 or > 1_000_000)
            yield return $"The queue is {Queue}; it has to be between 1 and 1000000.";
    }
}
