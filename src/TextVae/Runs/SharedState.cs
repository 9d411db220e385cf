using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using TextVae.Distributed;
using TextVae.Models;
using TextVae.Training;
using TorchSharp;

namespace TextVae.Runs;

/// <summary>
/// What the ranks of a training have in common: parameters, moments and the run's state. The first one has read or made them; the
/// others get them from it and read nothing. From then on each computes them for itself, and they stay the same to the last bit.
/// </summary>
internal static class SharedState
{
    // Spans end at 2 GiB.
    private const int MostAtOnce = 1 << 28;

    /// <summary>Gives the others what the first rank has.</summary>
    /// <returns>The run's state.</returns>
    public static RunState Give(Ranks ranks, RunState state, TextModel model, Optimizer optimizer)
    {
        if (!ranks.AreMany)
            return state;
        var whole = state with { Updates = optimizer.Updates, EncoderUpdates = optimizer.EncoderUpdates };
        var json = JsonSerializer.SerializeToUtf8Bytes(whole, RunJsonLines.Default.RunState);
        Span<int> length = [json.Length];
        ranks.Broadcast(MemoryMarshal.AsBytes(length));
        if (!ranks.IsFirst)
            json = new byte[length[0]];
        ranks.Broadcast(json);
        whole = JsonSerializer.Deserialize(json, RunJsonLines.Default.RunState)!;
        (optimizer.Updates, optimizer.EncoderUpdates) = (whole.Updates!.Value, whole.EncoderUpdates!.Value);
        using var quiet = torch.no_grad();
        foreach (var (_, tensor) in CheckpointStore.Tensors(model, optimizer))
        {
            using var scope = torch.NewDisposeScope();
            var numbers = tensor.detach().cpu().contiguous().flatten();
            for (var start = 0L; start < numbers.numel(); start += MostAtOnce / sizeof(float))
                ranks.Broadcast(numbers.narrow(0, start, Math.Min(MostAtOnce / sizeof(float), numbers.numel() - start)).bytes);
            if (!ranks.IsFirst)
                tensor.detach().copy_(numbers.view(tensor.shape));
        }

        return whole;
    }

    /// <summary>Makes sure that the parameters of all ranks are the same bits.</summary>
    /// <exception cref="TextVaeException">They are not; in every rank.</exception>
    public static void RequireSame(Ranks ranks, TextModel model, long step)
    {
        if (!ranks.AreMany)
            return;
        var own = Hash(model);
        var first = own.ToArray();
        ranks.Broadcast(first);
        if (ranks.Any(!own.AsSpan().SequenceEqual(first)))
        {
            throw new TextVaeException(
                $"After step {step} the processes have different parameters, so at least one of them computes wrongly or otherwise: other "
                + "processors, other versions, or broken memory. Train on machines of one kind, with the same textvae; --resume goes on from "
                + "the last checkpoint, which was made when all were the same.");
        }
    }

    private static byte[] Hash(TextModel model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, tensor) in TrainedModel.Tensors(model))
        {
            using var scope = torch.NewDisposeScope();
            var numbers = tensor.detach().cpu().contiguous().flatten();
            for (var start = 0L; start < numbers.numel(); start += MostAtOnce / sizeof(float))
                hash.AppendData(numbers.narrow(0, start, Math.Min(MostAtOnce / sizeof(float), numbers.numel() - start)).bytes);
        }

        return hash.GetHashAndReset();
    }
}
