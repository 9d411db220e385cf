using TextVae.Native;
using TorchSharp;

namespace TextVae.Distributed;

/// <summary>
/// A tensor's sum over ranks, as a function with a gradient: what the loss of any rank has of the sum flows back to the tensor
/// of each, so that the gradient of a tensor is the sum of the gradients that the ranks have of their sums. All ranks compute it
/// in the same order, forward and backward, as they go through the same graph.
/// </summary>
internal sealed class RankSum : torch.autograd.SingleTensorFunction<RankSum>
{
    private const string RanksKey = "ranks";

    public override string Name => nameof(RankSum);

    /// <summary>The sum, float32, of any shape, the same bits in all ranks.</summary>
    public static torch.Tensor Of(torch.Tensor values, Ranks ranks) => apply(values, ranks);

    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        Handover.LetGo();
        var ranks = (Ranks)vars[1];
        ctx.save_data(RanksKey, ranks);
        return Summed((torch.Tensor)vars[0], ranks);
    }

    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        Handover.LetGo();
        var sum = Summed(grad_output, (Ranks)ctx.get_data(RanksKey));
        Handover.Give(grad_output, sum);
        return [sum, null!];
    }

    private static torch.Tensor Summed(torch.Tensor values, Ranks ranks)
    {
        using var scope = torch.NewDisposeScope();
        var numbers = values.detach().cpu().contiguous().data<float>().ToArray();
        ranks.Sum(numbers.AsSpan());
        return torch.tensor(numbers, values.shape, device: values.device).MoveToOuterDisposeScope();
    }
}
