namespace TextVae.Networks.Kernels;

/// <summary>What a fused recurrence works on.</summary>
internal sealed class RecurrenceShape
{
    /// <summary>Describes a recurrence.</summary>
    /// <param name="layout">The order of the tokens.</param>
    /// <param name="hidden">Features of the state.</param>
    /// <param name="inputs">Rows of the gate inputs.</param>
    /// <param name="rows">For each position of [time · batch], its row of the gate inputs.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, or a sentence is longer than the batch.</exception>
    public RecurrenceShape(SequenceLayout layout, int hidden, long inputs, long[] rows)
    {
        // A wrong index would read or write memory that is none of the tensors'.
        foreach (var row in rows)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)row, (ulong)inputs, nameof(rows));
        foreach (var position in layout.Positions)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)rows.Length, nameof(layout));
        Layout = layout;
        Hidden = hidden;
        Inputs = inputs;
        Rows = rows;
    }

    public SequenceLayout Layout { get; }

    public int Hidden { get; }

    public long Inputs { get; }

    public long[] Rows { get; }
}
