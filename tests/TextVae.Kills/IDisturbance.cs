namespace TextVae.Kills;

/// <summary>Something that ends a training before its time.</summary>
internal interface IDisturbance
{
    /// <summary>How it is told of a training, such as "killed".</summary>
    string Participle { get; }

    /// <summary>Where its trainings go, in the workspace.</summary>
    string Folder { get; }

    /// <summary>One process from its start to its end.</summary>
    /// <param name="run">The name of the run folder in the workspace.</param>
    /// <param name="mayDisturb">Whether it may be ended before its time.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Whether it was.</returns>
    /// <exception cref="DataException">What it left is not whole.</exception>
    /// <exception cref="InvalidOperationException">It ended otherwise than it may.</exception>
    Task<bool> LiveAsync(string run, bool mayDisturb, CancellationToken cancellation);

    /// <summary>Says when and how.</summary>
    void Report(TextWriter output);
}
