namespace TextVae.Corpus;

/// <summary>What <see cref="DatasetBuilder"/> is doing.</summary>
public enum PrepareStage
{
    /// <summary>Computing the inputs' checksums; the unit is bytes.</summary>
    Hashing,

    /// <summary>Reading and tokenising; the unit is bytes of the inputs, packed as they are.</summary>
    Reading,

    /// <summary>Joining what several preparations have read; the unit is sentences.</summary>
    Joining,

    /// <summary>Counting the words of the training split; the unit is sentences.</summary>
    Counting,

    /// <summary>Learning byte pairs, where they are asked for; the unit is tokens.</summary>
    Merging,

    /// <summary>Writing the splits; the unit is sentences.</summary>
    Writing,
}

/// <summary>How far the preparation of a dataset is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Done">How much of the stage is done, in its unit.</param>
/// <param name="Total">How much there is to do.</param>
/// <param name="Sentences">How many sentences are kept so far.</param>
public sealed record PrepareProgress(PrepareStage Stage, long Done, long Total, long Sentences);
