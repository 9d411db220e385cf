namespace TextVae.Server.Messages;

/// <summary>What a client asks the model for.</summary>
internal interface IQuestion
{
    /// <summary>How many texts or vectors it is about.</summary>
    int Count { get; }

    /// <summary>All that is wrong with it, each as one sentence or a few; empty when all is well.</summary>
    IEnumerable<string> Problems(ServedModel served);
}
