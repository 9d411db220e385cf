namespace TextVae.Benchmarks.Scaling;

/// <summary>A link between two ranks.</summary>
/// <param name="Latency">Seconds until the first byte arrives.</param>
/// <param name="Bandwidth">Bytes a second.</param>
public sealed record Link(double Latency, double Bandwidth)
{
    /// <summary>Seconds that a message takes.</summary>
    public double Seconds(double bytes) => Latency + (bytes / Bandwidth);
}

/// <summary>
/// How long a sum over ranks takes, simulated message by message. In a ring (Patarasuk and Yuan 2009) each of N ranks passes on
/// an N-th of the numbers in each of 2 (N − 1) rounds, first adding, then copying; it waits for what comes from before it and for its own
/// last message, and nobody else. By doubling, in each of ⌈log₂ N⌉ rounds all of the numbers change places with a rank twice as far away,
/// which takes fewer messages and more bytes. MPI takes the one for many numbers and the other for few.
/// </summary>
public static class RingSum
{
    /// <summary>Seconds until the last rank has the sum, the better of the two ways.</summary>
    /// <param name="ranks">How many, ranks of one machine after each other.</param>
    /// <param name="perMachine">How many of them a machine has.</param>
    /// <param name="bytes">What is summed.</param>
    /// <param name="inside">The link between ranks of a machine.</param>
    /// <param name="between">The link between machines.</param>
    public static double Seconds(int ranks, int perMachine, double bytes, Link inside, Link between) => ranks == 1
        ? 0
        : Math.Min(Ring(ranks, perMachine, bytes, inside, between), Doubling(ranks, perMachine, bytes, inside, between));

    /// <summary>In a ring.</summary>
    /// <inheritdoc cref="Seconds"/>
    internal static double Ring(int ranks, int perMachine, double bytes, Link inside, Link between)
    {
        // Of each rank, when it has what the round before gave it, and when its link to the next one is free.
        var (ready, free) = (new double[ranks], new double[ranks]);
        for (var round = 0; round < 2 * (ranks - 1); round++)
        {
            var arrived = new double[ranks];
            for (var rank = 0; rank < ranks; rank++)
            {
                var next = (rank + 1) % ranks;
                var link = rank / perMachine == next / perMachine ? inside : between;
                free[rank] = Math.Max(ready[rank], free[rank]) + link.Seconds(bytes / ranks);
                arrived[next] = free[rank];
            }

            for (var rank = 0; rank < ranks; rank++)
                ready[rank] = Math.Max(ready[rank], arrived[rank]);
        }

        return ready.Max();
    }

    /// <summary>By doubling, where the ranks of a machine share its link.</summary>
    /// <inheritdoc cref="Seconds"/>
    internal static double Doubling(int ranks, int perMachine, double bytes, Link inside, Link between)
    {
        var seconds = 0.0;
        for (var distance = 1; distance < ranks; distance *= 2)
        {
            var leaves = distance >= perMachine;
            seconds += leaves ? between.Seconds(bytes * Math.Min(perMachine, ranks)) : inside.Seconds(bytes);
        }

        return seconds;
    }
}
